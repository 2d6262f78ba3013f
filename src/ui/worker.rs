//! Runs jobs away from the window's thread: one after another, or those that may take long each on
//! a thread of its own.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use eframe::egui;

use crate::command::Command;
use crate::task::{Environment, Job};

/// A thread with a queue of jobs. Their order is kept, so that settings and
/// recovery files end up as the last change left them.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    answers: Receiver<Command>,
    /// For answers that come from other threads, such as file dialogs.
    sender: Sender<Command>,
    context: egui::Context,
    environment: Environment,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    pub fn start(context: &egui::Context, environment: Environment) -> Self {
        let (jobs, queue) = channel::<Job>();
        let (sender, answers) = channel();
        let (finished, repainted, own) = (sender.clone(), context.clone(), environment.clone());
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
            answers,
            sender,
            context: context.clone(),
            environment,
            thread: Some(thread),
        }
    }

    pub fn run(&self, job: Job) {
        if job.is_long() {
            self.run_beside(job);
            return;
        }
        if let Some(jobs) = &self.jobs {
            // The thread ends only after this sender is gone.
            let _ = jobs.send(job);
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

impl Drop for Worker {
    /// Lets what was begun come to its end: a settings file half an hour old is no harm, a lost one is.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
