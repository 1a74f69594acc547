//! Many independent pieces of work on all cores, their results in the order of the pieces.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// A piece of work ended in a panic: a bug of ours that must not cost the other pieces.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a bug: this file made the program panic")]
pub(crate) struct Panicked;

/// Cores of this machine.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Works on every item, on as many threads as there are cores, and hands the results to `each`
/// on this thread in the order of the items, as soon as that order allows.
pub(crate) fn in_order<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(usize, Result<R, Panicked>),
) {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..cores().min(items.len()) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    let result =
                        catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|_| Panicked);
                    if sender.send((index, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&due) {
                each(due, result);
                due += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_a_panic_costs_one() {
        let items: Vec<u64> = (0..50).collect();
        let mut seen = Vec::new();
        in_order(
            &items,
            |item| {
                std::thread::sleep(std::time::Duration::from_millis((50 - item) % 7));
                assert_ne!(*item, 13, "unlucky");
                item * 2
            },
            |index, result| seen.push((index, result)),
        );
        assert_eq!(seen.len(), 50);
        for (index, (at, result)) in seen.into_iter().enumerate() {
            assert_eq!(at, index);
            let expected = if index == 13 {
                Err(Panicked)
            } else {
                Ok(index as u64 * 2)
            };
            assert_eq!(result, expected);
        }
        in_order(&[] as &[u8], |_| (), |_, _| panic!("nothing to do"));
    }
}
