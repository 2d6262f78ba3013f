//! A person at the program, without a window: commands in, a real disk below.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;
use std::sync::{Arc, Mutex};

use nianbao::command::Command;
use nianbao::files::Folders;
use nianbao::form::Cell;
use nianbao::form::catalog::Catalog;
use nianbao::session::{OpenReturn, Session};
use nianbao::task::{Environment, Request, Task};

/// A session with its worker: jobs run at once, requests to the window are kept.
pub struct Desk {
    pub session: Session,
    pub environment: Environment,
    pub requests: Vec<Request>,
}

impl Desk {
    pub fn new(folder: &Path) -> Self {
        let catalog = Arc::new(Catalog::built_in().unwrap());
        let mut desk = Self {
            session: Session::new(Arc::clone(&catalog)),
            environment: Environment {
                catalog,
                folders: Folders::in_folder(&folder.join("settings")),
            },
            requests: Vec::new(),
        };
        let tasks = desk.session.start(None);
        desk.work(tasks);
        desk
    }

    pub fn apply(&mut self, command: Command) {
        let tasks = self.session.apply(command);
        self.work(tasks);
    }

    pub fn work(&mut self, tasks: Vec<Task>) {
        for task in tasks {
            match task {
                Task::Window(request) => self.requests.push(request),
                Task::Job(job) => {
                    let told = Mutex::new(Vec::new());
                    let tell = |outcome| told.lock().unwrap().push(outcome);
                    let last = job.run_telling(&self.environment, tell);
                    for outcome in told.into_inner().unwrap().into_iter().chain([last]) {
                        self.apply(Command::Finished(outcome));
                    }
                }
            }
        }
    }

    pub fn open(&self) -> &OpenReturn {
        self.session.open.as_ref().expect("a return is open")
    }

    pub fn cell(&self, key: &str) -> Cell {
        self.open().form.cell(key).unwrap()
    }

    pub fn set(&mut self, key: &str, text: &str) {
        let cell = self.cell(key);
        self.apply(Command::SetCell {
            cell,
            text: text.to_owned(),
        });
    }

    pub fn value(&self, key: &str) -> String {
        self.open().derived.value(self.cell(key)).to_string()
    }

    pub fn broken(&self) -> Vec<String> {
        let findings = self.open().findings.broken.iter();
        findings
            .map(|finding| format!("{}[{}]", finding.rule, finding.instance))
            .collect()
    }
}
