//! The service of smart cards, the passport on its virtual reader, and the program under test.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// The second slot of the virtual reader: the first is for whoever tries the program by hand meanwhile.
pub(crate) const SLOT: &str = "Virtual PCD 00 01";
const PORT: &str = "35964";

/// The service, for one test at a time: there is one on a machine, with one virtual reader.
pub(crate) struct Service {
    /// Ours, when none ran.
    started: Option<Child>,
    _lock: File,
}

/// A passport on the virtual reader.
pub(crate) struct Passport(Child);

pub(crate) fn reader() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonafide-reader"));
    command.stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
    command
}

fn listed(words: &str) -> bool {
    let output = reader().arg("list").output().unwrap();
    String::from_utf8_lossy(&output.stdout).contains(words)
}

fn has_virtual_reader() -> bool {
    listed("Virtual PCD")
}

impl Service {
    /// The service with its virtual reader; `None`, visibly, where neither is installed and this is no CI.
    pub(crate) fn start() -> Option<Service> {
        let lock = File::create(std::env::temp_dir().join("bonafide-pcscd.lock")).unwrap();
        lock.lock().unwrap();
        if has_virtual_reader() {
            return Some(Service {
                started: None,
                _lock: lock,
            });
        }
        let program = ["/usr/sbin/pcscd", "/usr/bin/pcscd"]
            .into_iter()
            .find(|path| Path::new(path).is_file());
        let driver = Path::new("/etc/reader.conf.d/vpcd").is_file();
        let (Some(program), true) = (program, driver) else {
            return Service::absent("pcscd or vsmartcard-vpcd is not installed");
        };
        let mut started = Command::new(program)
            .args(["--foreground", "--critical"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(20) {
            if has_virtual_reader() {
                return Some(Service {
                    started: Some(started),
                    _lock: lock,
                });
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        stop(&mut started);
        Service::absent("pcscd does not start here, or one without a virtual reader runs")
    }

    fn absent(why: &str) -> Option<Service> {
        assert!(std::env::var_os("CI").is_none(), "{why}");
        eprintln!("SKIPPED: {why}");
        None
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(child) = &mut self.started {
            stop(child);
        }
    }
}

impl Passport {
    /// Lays one on the reader.
    pub(crate) fn lay(options: &[&str], folder: &Path) -> Passport {
        // The service looks now and then only: the one before has to be seen to leave.
        let since = Instant::now();
        while !listed(&format!("{SLOT}: no card")) {
            assert!(
                since.elapsed() < Duration::from_secs(10),
                "the reader is not free"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut child = reader()
            .args(["emulate", "--port", PORT])
            .args(options)
            .arg("--csca")
            .arg(folder.join("state.cer"))
            .arg("--files")
            .arg(folder.join("issued"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (to, from) = std::sync::mpsc::channel();
        // Goes on reading, so that the passport never blocks on what it says.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = to.send(line);
            }
        });
        let passport = Passport(child);
        loop {
            let line = from
                .recv_timeout(Duration::from_secs(30))
                .expect("the passport comes to lie on the reader");
            if line.contains("lies on the reader") {
                return passport;
            }
        }
    }
}

impl Drop for Passport {
    fn drop(&mut self) {
        stop(&mut self.0);
    }
}

fn stop(child: &mut Child) {
    if let Ok(id) = i32::try_from(child.id())
        && let Some(id) = Pid::from_raw(id)
    {
        let _ = kill_process(id, Signal::TERM);
    }
    let _ = child.wait();
}

/// Reads with the zone's key into `folder/read`.
pub(crate) fn read(folder: &Path, more: &[&str]) -> Output {
    reader()
        .args(["read", "--reader", SLOT])
        .args(more)
        .arg("--out")
        .arg(folder.join("read"))
        .arg("--trust")
        .arg(folder.join("state.cer"))
        .output()
        .unwrap()
}

pub(crate) const KEY: [&str; 6] = [
    "--document",
    "L898902C3",
    "--birth",
    "740812",
    "--expiry",
    "120415",
];
