//! When a backup is due: by the age of the oldest change that is in none.

/// Seconds a change waits for its backup. A kill may take what was typed in the last second: the
/// other half of it is left for drawing and writing.
const DELAY: f64 = 0.5;
/// Seconds until a backup that failed is tried again.
const RETRY: f64 = 10.0;

/// How far backups are behind the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// How many changes were made so far.
    pub made: u64,
    /// How many of them are in a backup, or in the one being written.
    pub handed_over: u64,
    pub writing: Writing,
}

/// What the last backup is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    #[default]
    Done,
    UnderWay,
    Failed,
}

/// Watches the work and says when it is to be backed up, however steadily it goes on changing.
///
/// Time comes in, in seconds of any clock that never goes back.
#[derive(Clone, Debug, Default)]
pub struct BackupSchedule {
    /// When the oldest change was seen that is not handed over.
    behind_since: Option<f64>,
    /// How many changes were made at the last look.
    seen: u64,
}

impl BackupSchedule {
    /// Takes a look. Seconds until a backup is due, none left if it is now; `None` while nothing
    /// is to be written, or something is being written: that takes a look at its end.
    pub fn until_due(&mut self, now: f64, backlog: Backlog) -> Option<f64> {
        let all_seen_are_kept = backlog.handed_over >= self.seen;
        self.behind_since = match self.behind_since {
            _ if backlog.made <= backlog.handed_over => None,
            Some(since) if !all_seen_are_kept => Some(since),
            _ => Some(now),
        };
        self.seen = backlog.made;
        let delay = match backlog.writing {
            Writing::UnderWay => return None,
            Writing::Done => DELAY,
            Writing::Failed => RETRY,
        };
        self.behind_since
            .map(|since| (since + delay - now).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The seconds between two keys and those a backup takes to write.
    type Rhythm = Vec<(f64, f64)>;

    /// Types with a made-up clock and looks at the schedule as the window does: after every
    /// change, when it said, and when a backup is written. Gives back each change with the time it
    /// was made and the time it was handed over.
    fn typed(rhythm: &Rhythm) -> Vec<(f64, f64)> {
        let mut schedule = BackupSchedule::default();
        let mut keys: Vec<f64> = rhythm
            .iter()
            .scan(0.0, |now, (pause, _)| {
                *now += pause;
                Some(*now)
            })
            .collect();
        let last = keys.last().copied().unwrap_or_default();
        keys.reverse();
        let mut durations = rhythm.iter().map(|(_, duration)| *duration).cycle();
        let mut made: Vec<f64> = Vec::new();
        let mut changes = Vec::new();
        let (mut due, mut written) = (None, None);
        let mut now = 0.0;
        while now <= last + 20.0 {
            let next = [keys.last().copied(), due, written];
            let Some(next) = next.into_iter().flatten().min_by(f64::total_cmp) else {
                break;
            };
            now = next;
            if keys.last() == Some(&now) {
                keys.pop();
                made.push(now);
            }
            if written == Some(now) {
                written = None;
            }
            let handed_over = changes.len() as u64;
            let backlog = Backlog {
                made: made.len() as u64,
                handed_over,
                writing: match written {
                    Some(_) => Writing::UnderWay,
                    None => Writing::Done,
                },
            };
            due = schedule.until_due(now, backlog).map(|wait| now + wait);
            if due == Some(now) {
                let new = made.iter().skip(changes.len());
                let new: Vec<(f64, f64)> = new.map(|made| (*made, now)).collect();
                assert!(!new.is_empty(), "nothing is written twice");
                changes.extend(new);
                written = durations.next().map(|duration| now + duration);
                due = None;
            }
        }
        assert_eq!(changes.len(), made.len(), "the last change is kept too");
        changes
    }

    proptest! {
        #[test]
        fn a_change_waits_for_its_delay_and_the_backup_before_it_and_no_longer(
            rhythm in prop::collection::vec((0.0..2.0_f64, 0.0..0.4_f64), 1..200)
        ) {
            let slowest = rhythm.iter().map(|(_, duration)| *duration).fold(0.0, f64::max);
            for (made, handed_over) in typed(&rhythm) {
                let waited = handed_over - made;
                prop_assert!(waited <= DELAY.max(slowest) + 1e-9, "{waited}");
                prop_assert!(waited + slowest <= 1.0, "{waited}");
            }
        }
    }

    #[test]
    fn a_steady_typist_is_backed_up_all_the_time() {
        let changes = typed(&vec![(0.05, 0.01); 400]);
        let mut backups: Vec<f64> = changes.iter().map(|(_, kept)| *kept).collect();
        backups.dedup();
        assert!((35..=40).contains(&backups.len()), "{}", backups.len());
    }

    #[test]
    fn a_failing_disk_is_not_asked_on_and_on() {
        let mut schedule = BackupSchedule::default();
        let mut look = |now, made, writing| {
            let backlog = Backlog {
                made,
                handed_over: 0,
                writing,
            };
            schedule.until_due(now, backlog)
        };
        assert_eq!(look(1.0, 1, Writing::Done), Some(DELAY));
        assert_eq!(look(1.5, 1, Writing::Done), Some(0.0));
        assert_eq!(look(1.6, 1, Writing::Failed), Some(RETRY - 0.6));
        assert_eq!(look(2.0, 2, Writing::Failed), Some(RETRY - 1.0));
        assert_eq!(look(11.0, 2, Writing::Failed), Some(0.0));
    }
}
