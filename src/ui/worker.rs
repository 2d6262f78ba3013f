//! Runs jobs away from the window's thread: those of a lane one after another, or those that may
//! take long each on a thread of its own.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use eframe::egui;

use crate::command::Command;
use crate::task::{Environment, Job, Lane};

/// A thread with a queue of jobs for each lane. Their order is kept, so that settings and recovery
/// files end up as the last change left them.
pub struct Worker {
    files: Queue,
    recovery: Queue,
    answers: Receiver<Command>,
    /// For answers that come from other threads, such as file dialogs.
    sender: Sender<Command>,
    context: egui::Context,
    environment: Environment,
}

impl Worker {
    pub fn start(context: &egui::Context, environment: Environment) -> Self {
        let (sender, answers) = channel();
        Self {
            files: Queue::start(context, &environment, &sender),
            recovery: Queue::start(context, &environment, &sender),
            answers,
            sender,
            context: context.clone(),
            environment,
        }
    }

    pub fn run(&self, job: Job) {
        match job.lane() {
            Lane::Files => self.files.run(job),
            Lane::Recovery => self.recovery.run(job),
            Lane::Beside => self.run_beside(job),
        }
    }

    /// Does a long job on a thread of its own, so that saving doesn't wait for it. It is not
    /// waited for when the window closes.
    fn run_beside(&self, job: Job) {
        let (sender, context) = (self.sender.clone(), self.context.clone());
        let environment = self.environment.clone();
        std::thread::spawn(move || {
            // The window may be closed by now: then nobody waits for what was found.
            let tell = |outcome| {
                let _ = sender.send(Command::Finished(outcome));
                context.request_repaint();
            };
            tell(job.run_telling(&environment, tell));
        });
    }

    /// What has come back since the last call.
    pub fn answers(&self) -> impl Iterator<Item = Command> + '_ {
        self.answers.try_iter()
    }

    /// Where other threads put their answers.
    pub fn sender(&self) -> Sender<Command> {
        self.sender.clone()
    }
}

/// Jobs that are done one after another.
struct Queue {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    fn start(
        context: &egui::Context,
        environment: &Environment,
        answers: &Sender<Command>,
    ) -> Self {
        let (jobs, queue) = channel::<Job>();
        let (finished, repainted, own) = (answers.clone(), context.clone(), environment.clone());
        let thread = std::thread::spawn(move || {
            for job in queue {
                let outcome = job.run(&own);
                if finished.send(Command::Finished(outcome)).is_err() {
                    break;
                }
                repainted.request_repaint();
            }
        });
        Self {
            jobs: Some(jobs),
            thread: Some(thread),
        }
    }

    fn run(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread ends only after this sender is gone.
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Queue {
    /// Lets what was begun come to its end: a settings file half an hour old is no harm, a lost one is.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
