//! What a process uses, as Linux tells it.

use std::error::Error;
use std::fs;
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Processor time that a process has used, in all its threads.
pub(crate) fn processor(pid: u32) -> Outcome<Duration> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // What follows the program's name, which may hold anything.
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |n: usize| fields.get(n).and_then(|field| field.parse::<u64>().ok());
    let (user, system) = ticks(11)
        .zip(ticks(12))
        .ok_or("no figures of the process")?;
    // A tick is a hundredth of a second on every Linux that people run.
    Ok(Duration::from_millis((user + system) * 10))
}

/// Memory that a process holds, in kilobytes.
pub(crate) fn memory(pid: u32) -> Outcome<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    Ok(number.ok_or("no figures of the process")?)
}
