//! A program that reads pictures of strangers, run so that a picture which takes it over gains nothing: the one
//! place where the product starts a program on somebody's data.
//!
//! Tesseract and its picture library are large, native and were broken by crafted pictures before. So the child
//!
//! - may open nothing but programs, libraries and their data beneath `/usr` and `/lib`, for reading, and no TCP
//!   port (Landlock): no key, no database, no temporary file;
//! - may make no socket, send no signal and trace, load or mount nothing (seccomp);
//! - has no environment, `/` as its folder, no descriptor but its three pipes, limited memory, time and output;
//! - may start nothing, unless the product runs as root, whom no limit on processes holds. What it started is
//!   ended with it.
//!
//! Landlock and seccomp bind the thread that asks for them and the programs that it starts, so a thread of its own
//! locks itself in, starts the program and ends. Where the kernel has neither, the program is not run at all.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Wall-clock time of one run. Examinations run at low priority, so that this is far more than the work takes.
const DEADLINE: Duration = Duration::from_secs(30);
/// How often it is looked whether it ended, and how many times once it has closed its output.
const LOOK: Duration = Duration::from_millis(5);
const LOOKS: u32 = 400;
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
    Status(ExitStatus),
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
        let _ = stop(&mut child);
        return Err(error);
    }
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        let _ = stop(&mut child);
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
    let mut ended = false;
    if output.is_ok() {
        // Its last words were said: it ends at once, or is ended.
        for _ in 0..LOOKS {
            ended = kernel::has_ended(&child);
            if ended {
                break;
            }
            thread::sleep(LOOK);
        }
    }
    // Before it is waited for: until then nobody else can have its number, or its group's.
    let status = stop(&mut child).map_err(ConfinedError::Output)?;
    // These two end as the pipes do. Nobody waits for them: what it started might hold a pipe still.
    drop((feed, read));
    let output = output
        .map_err(|_| ConfinedError::Deadline)?
        .map_err(ConfinedError::Output)?;
    if !ended {
        return Err(ConfinedError::Deadline);
    }
    if !status.success() {
        return Err(ConfinedError::Status(status));
    }
    Ok(output)
}

/// Ends it with everything that it started; how it ended, where it had.
fn stop(child: &mut Child) -> std::io::Result<ExitStatus> {
    kernel::kill_all(child);
    child.wait()
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
    kernel::set_apart(&mut command);
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
    use std::os::unix::process::CommandExt as _;
    use std::process::{Child, Command};

    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus,
        Scope, path_beneath_rules,
    };
    use rustix::process::{
        Pid, Resource, Rlimit, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group,
        prlimit, waitid,
    };
    use seccompiler::{
        BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule,
    };

    use super::ConfinedError;

    /// The newest rights that are known here; older kernels leave out what they do not know.
    const KNOWN: ABI = ABI::V6;

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
        // Other processes of the same user, this one first.
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_tgkill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_rt_tgsigqueueinfo,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_send_signal,
        libc::SYS_process_madvise,
        libc::SYS_migrate_pages,
        libc::SYS_move_pages,
        libc::SYS_setpriority,
        libc::SYS_ioprio_set,
        libc::SYS_sched_setaffinity,
        libc::SYS_sched_setattr,
        libc::SYS_sched_setparam,
        libc::SYS_sched_setscheduler,
        // It stays in the group that is ended with it.
        libc::SYS_setsid,
    ];

    /// System calls that it may make about itself alone, with the argument that names another.
    const OF_ITSELF: &[(libc::c_long, u8)] = &[
        (libc::SYS_prlimit64, 0),
        (libc::SYS_setpgid, 0),
        (libc::SYS_setpgid, 1),
    ];

    /// What is forbidden, each with the conditions under which it is.
    fn rules() -> Result<BTreeMap<i64, Vec<SeccompRule>>, BackendError> {
        let mut rules: BTreeMap<i64, Vec<_>> =
            FORBIDDEN.iter().map(|call| (*call, Vec::new())).collect();
        for &(call, argument) in OF_ITSELF {
            let other =
                SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, 0)?;
            let rule = SeccompRule::new(vec![other])?;
            rules.entry(call).or_default().push(rule);
        }
        Ok(rules)
    }

    /// Binds this thread, for ever, and whatever it starts.
    pub(super) fn lock_in() -> Result<(), ConfinedError> {
        let refused = |why: String| ConfinedError::Unconfinable(why);
        let ruled = Ruleset::default()
            .handle_access(AccessFs::from_all(KNOWN))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(KNOWN)))
            .and_then(|rules| rules.scope(Scope::from_all(KNOWN)))
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
        let filter = rules().and_then(|rules| {
            SeccompFilter::new(
                rules,
                SeccompAction::Allow,
                SeccompAction::Errno(libc::EPERM as u32),
                architecture,
            )
        });
        let filter = filter
            .and_then(BpfProgram::try_from)
            .map_err(|error| refused(format!("seccomp: {error}")))?;
        seccompiler::apply_filter(&filter).map_err(|error| refused(format!("seccomp: {error}")))
    }

    /// In a group of its own, which whatever it starts belongs to.
    pub(super) fn set_apart(command: &mut Command) {
        command.process_group(0);
    }

    /// Whether it has ended; it is still to be waited for.
    pub(super) fn has_ended(child: &Child) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        matches!(
            waitid(WaitId::Pid(Pid::from_child(child)), options),
            Ok(Some(_))
        )
    }

    /// Ends it and its group. It must not have been waited for yet.
    pub(super) fn kill_all(child: &Child) {
        let pid = Pid::from_child(child);
        // They may have ended by themselves.
        let _ = kill_process_group(pid, Signal::KILL);
        let _ = kill_process(pid, Signal::KILL);
    }

    pub(super) fn limit(child: &Child) -> std::io::Result<()> {
        let pid = Pid::from_child(child);
        for (resource, most) in [
            (Resource::As, MEMORY),
            (Resource::Cpu, SECONDS),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            (Resource::Nofile, 64),
            (Resource::Nproc, 0),
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
    use std::process::{Child, Command};

    use super::ConfinedError;

    pub(super) fn set_apart(_: &mut Command) {}

    pub(super) fn has_ended(_: &Child) -> bool {
        false
    }

    pub(super) fn kill_all(_: &Child) {}

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

    /// Reads a line of a file with what a shell can do by itself.
    fn reading(file: &str) -> String {
        format!("{{ read -r line < {file}; }} 2>/dev/null && echo \"$line\" || echo no")
    }

    #[test]
    fn it_reads_its_input_and_nothing_else() {
        assert_eq!(shell("exec cat", b"letters").unwrap(), "letters");
        let kept = std::env::temp_dir().join("bonafide-confined-test");
        std::fs::write(&kept, "a secret").unwrap();
        let seen = shell(&reading(&kept.display().to_string()), b"").unwrap();
        std::fs::remove_file(&kept).unwrap();
        assert_eq!(seen, "no\n");
        assert_eq!(shell(&reading("/etc/passwd"), b"").unwrap(), "no\n");
        assert_eq!(shell(&reading("/proc/self/environ"), b"").unwrap(), "no\n");
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
        assert!(shell("exec cat /usr/bin/* /usr/bin/*", b"").is_err());
    }

    #[test]
    fn it_does_not_outlive_its_output() {
        let perl = Path::new("/usr/bin/perl");
        if !perl.exists() {
            eprintln!("skipped: no perl to hold on with");
            return;
        }
        let ran = |script: &str| {
            let arguments = ["-e".to_owned(), script.to_owned()];
            run(perl, &arguments, Vec::new())
        };
        // Silent, and still there.
        let found = ran("close(STDOUT); sleep(600)");
        assert!(matches!(found, Err(ConfinedError::Deadline)), "{found:?}");
        // Gone, with a child that lingers without the pipe.
        let found = ran("print 'done'; if (!fork) { close(STDOUT); sleep(600) }");
        assert_eq!(found.unwrap(), b"done");
    }

    #[test]
    fn it_cannot_reach_others() {
        let perl = Path::new("/usr/bin/perl");
        if !perl.exists() {
            eprintln!("skipped: no perl to send signals with");
            return;
        }
        let own = std::process::id();
        let script = format!(
            "print kill(0, {own}) ? 'reached' : 'no', setpgrp(0, {own}) ? 'joined' : 'no',
             setpriority(0, {own}, 19) ? 'slowed' : 'no'"
        );
        assert_eq!(
            run(perl, &["-e".to_owned(), script], Vec::new()).unwrap(),
            b"nonono"
        );
    }

    #[test]
    fn this_thread_stays_free() {
        assert_eq!(shell("echo yes", b"").unwrap(), "yes\n");
        assert!(std::fs::read("/etc/passwd").is_ok());
        assert!(std::net::TcpListener::bind("127.0.0.1:0").is_ok());
    }
}
