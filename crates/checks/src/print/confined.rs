//! A program that reads pictures of strangers, run so that a picture which takes it over gains nothing: the one
//! place where the product starts a program on somebody's data.
//!
//! Tesseract and its picture library are large, native and were broken by crafted pictures before. So the child
//!
//! - may open nothing but programs, libraries and their data beneath `/usr` and `/lib`, for reading, and no TCP
//!   port (Landlock): no key, no database, no temporary file;
//! - may make no socket and trace, load or mount nothing (seccomp);
//! - has no environment, `/` as its folder, no descriptor but its three pipes, limited memory, time and output.
//!
//! Landlock and seccomp bind the thread that asks for them and the programs that it starts, so a thread of its own
//! locks itself in, starts the program and ends. Where the kernel has neither, the program is not run at all.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Wall-clock time of one run. Examinations run at low priority, so that this is far more than the work takes.
const DEADLINE: Duration = Duration::from_secs(30);
/// Most bytes that are taken from it.
const MOST_OUTPUT: u64 = 4 << 20;

/// Why nothing came of a run.
#[derive(Debug, thiserror::Error)]
pub enum ConfinedError {
    /// This system cannot confine programs.
    #[error("this system cannot confine it: {0}")]
    Unconfinable(String),
    /// It could not be started.
    #[error("it cannot be started: {0}")]
    Start(std::io::Error),
    /// It took too long.
    #[error("it took longer than {} seconds", DEADLINE.as_secs())]
    Deadline,
    /// It ended otherwise than it should.
    #[error("it ended with {0}")]
    Status(std::process::ExitStatus),
    /// Its output was lost.
    #[error("its output was lost: {0}")]
    Output(std::io::Error),
}

/// Runs a program with this input; gives what it wrote, at most four megabytes.
pub(super) fn run(
    program: &Path,
    arguments: &[String],
    input: Vec<u8>,
) -> Result<Vec<u8>, ConfinedError> {
    let mut child = start(program, arguments)?;
    if let Err(error) = limit(&child) {
        stop(&mut child);
        return Err(error);
    }
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        stop(&mut child);
        return Err(ConfinedError::Start(std::io::ErrorKind::BrokenPipe.into()));
    };
    let feed = thread::spawn(move || {
        // A program that ends early says so by its status.
        let _ = stdin.write_all(&input);
    });
    let (sender, receiver) = mpsc::channel();
    let read = thread::spawn(move || {
        let mut output = Vec::new();
        let outcome = stdout.take(MOST_OUTPUT).read_to_end(&mut output);
        let _ = sender.send(outcome.map(|_| output));
    });
    let output = receiver.recv_timeout(DEADLINE);
    if output.is_err() {
        stop(&mut child);
    }
    // Both end now: the pipes' other ends are closed, or close when the child ends.
    let status = child.wait().map_err(ConfinedError::Output)?;
    let _ = (feed.join(), read.join());
    let output = output
        .map_err(|_| ConfinedError::Deadline)?
        .map_err(ConfinedError::Output)?;
    if !status.success() {
        return Err(ConfinedError::Status(status));
    }
    Ok(output)
}

fn stop(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// Starts the program from a thread that locks itself in first.
fn start(program: &Path, arguments: &[String]) -> Result<Child, ConfinedError> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        // One thread is enough for strips of text, and examinations share the machine.
        .env("OMP_THREAD_LIMIT", "1")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let started = thread::spawn(move || {
        kernel::lock_in()?;
        command.spawn().map_err(ConfinedError::Start)
    });
    started
        .join()
        .unwrap_or_else(|_| Err(ConfinedError::Unconfinable("a thread panicked".to_owned())))
}

/// Limits the program before it is given its first byte.
fn limit(child: &Child) -> Result<(), ConfinedError> {
    kernel::limit(child).map_err(|error| ConfinedError::Unconfinable(error.to_string()))
}

#[cfg(target_os = "linux")]
mod kernel {
    use std::collections::BTreeMap;
    use std::process::Child;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus,
        path_beneath_rules,
    };
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    use super::ConfinedError;

    /// The newest rights that are known here; older kernels leave out what they do not know.
    const KNOWN: ABI = ABI::V5;

    /// Bytes of address space: two languages take about 200 MB.
    const MEMORY: u64 = 1 << 30;
    /// Seconds of one core.
    const SECONDS: u64 = 20;

    /// System calls that reading a picture never needs.
    const FORBIDDEN: &[libc::c_long] = &[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept4,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_io_uring_setup,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_mount,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_kexec_load,
    ];

    /// Binds this thread, for ever, and whatever it starts.
    pub(super) fn lock_in() -> Result<(), ConfinedError> {
        let refused = |why: String| ConfinedError::Unconfinable(why);
        let ruled = Ruleset::default()
            .handle_access(AccessFs::from_all(KNOWN))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(KNOWN)))
            .and_then(|rules| rules.create())
            .and_then(|rules| {
                rules.add_rules(path_beneath_rules(
                    ["/usr", "/lib", "/lib64", "/etc/ld.so.cache"],
                    AccessFs::from_read(KNOWN),
                ))
            })
            .and_then(|rules| {
                rules.add_rules(path_beneath_rules(
                    ["/dev/null"],
                    AccessFs::ReadFile | AccessFs::WriteFile,
                ))
            })
            .and_then(|rules| rules.restrict_self())
            .map_err(|error| refused(format!("Landlock: {error}")))?;
        if ruled.ruleset == RulesetStatus::NotEnforced {
            return Err(refused("its kernel has no Landlock".to_owned()));
        }
        let architecture = std::env::consts::ARCH
            .try_into()
            .map_err(|error| refused(format!("seccomp: {error}")))?;
        let rules: BTreeMap<i64, Vec<_>> =
            FORBIDDEN.iter().map(|call| (*call, Vec::new())).collect();
        let filter = SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(libc::EPERM as u32),
            architecture,
        )
        .and_then(BpfProgram::try_from)
        .map_err(|error| refused(format!("seccomp: {error}")))?;
        seccompiler::apply_filter(&filter).map_err(|error| refused(format!("seccomp: {error}")))
    }

    pub(super) fn limit(child: &Child) -> std::io::Result<()> {
        let pid = Pid::from_child(child);
        for (resource, most) in [
            (Resource::As, MEMORY),
            (Resource::Cpu, SECONDS),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            (Resource::Nofile, 64),
        ] {
            let both = Rlimit {
                current: Some(most),
                maximum: Some(most),
            };
            prlimit(Some(pid), resource, both)?;
        }
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    use std::process::Child;

    use super::ConfinedError;

    pub(super) fn lock_in() -> Result<(), ConfinedError> {
        Err(ConfinedError::Unconfinable("only Linux can".to_owned()))
    }

    pub(super) fn limit(_: &Child) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn shell(script: &str, input: &[u8]) -> Result<String, ConfinedError> {
        let arguments = ["-c".to_owned(), script.to_owned()];
        let output = run(Path::new("/usr/bin/sh"), &arguments, input.to_vec())?;
        Ok(String::from_utf8_lossy(&output).into_owned())
    }

    #[test]
    fn it_reads_its_input_and_nothing_else() {
        assert_eq!(shell("cat", b"letters").unwrap(), "letters");
        let kept = std::env::temp_dir().join("bonafide-confined-test");
        std::fs::write(&kept, "a secret").unwrap();
        let seen = shell(&format!("cat {} || echo no", kept.display()), b"").unwrap();
        std::fs::remove_file(&kept).unwrap();
        assert_eq!(seen, "no\n");
        assert_eq!(shell("cat /etc/passwd || echo no", b"").unwrap(), "no\n");
        assert_eq!(
            shell("cat /proc/self/environ || echo no", b"").unwrap(),
            "no\n"
        );
        assert_eq!(
            shell("echo x > /tmp/bonafide-confined || echo no", b"").unwrap(),
            "no\n"
        );
    }

    #[test]
    fn it_has_no_environment_and_no_network() {
        assert_eq!(shell("echo \"$HOME$USER\"; pwd", b"").unwrap(), "\n/\n");
        let perl = Path::new("/usr/bin/perl");
        if !perl.exists() {
            eprintln!("skipped: no perl to open a socket with");
            return;
        }
        let script = "use Socket; print socket(my $s, PF_INET, SOCK_STREAM, 0) ? 'open' : 'no'";
        let arguments = ["-e".to_owned(), script.to_owned()];
        assert_eq!(run(perl, &arguments, Vec::new()).unwrap(), b"no");
    }

    #[test]
    fn it_cannot_take_all_memory_or_write_for_ever() {
        let script = "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done";
        assert!(matches!(shell(script, b""), Err(ConfinedError::Status(_))));
        // What it writes beyond the limit breaks its pipe.
        assert!(shell("cat /usr/bin/* /usr/bin/*", b"").is_err());
    }

    #[test]
    fn this_thread_stays_free() {
        assert_eq!(shell("echo yes", b"").unwrap(), "yes\n");
        assert!(std::fs::read("/etc/passwd").is_ok());
        assert!(std::net::TcpListener::bind("127.0.0.1:0").is_ok());
    }
}
