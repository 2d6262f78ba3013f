//! Which report a source is, and which of its texts is which cell.
//!
//! [`facts`] finds agency and year and whether it is a report at all; [`tables`] which edition,
//! and the figures of its tables; [`narrative`] the texts of the parts; [`prose`] figures that
//! stand in sentences where a table is lacking. Each adds its doubts.

mod accounting;
mod facts;
mod narrative;
mod parting;
mod prose;
mod second_opinion;
mod tables;
mod tokens;
mod wording;

use std::sync::Arc;

use crate::form::Form;
use crate::form::catalog::Catalog;
use crate::returns::{Provenance, Return};

use super::account::Account;
use super::located::{Kind, Located, Remark};
use super::other::Other;
use super::source::Source;

use accounting::Accounting;
use facts::Facts;
use narrative::Narrative;
use prose::Prose;
use tables::Tables;
use tokens::Tokens;

/// Understands a source as far as it goes; what is unclear is a doubt, so this can't fail.
pub fn locate(catalog: &Catalog, source: &Source) -> Located {
    let tokens = Tokens::of(source);
    let facts = Facts::of(&tokens);
    let tables = Tables::find(catalog, &tokens, &facts);
    let form = match &tables {
        Some(tables) => Arc::clone(&tables.form),
        None => facts.form(catalog),
    };
    let has_figures = tables.as_ref().is_some_and(|tables| !tables.is_empty());
    if let Some(other) = facts.other(has_figures) {
        return not_a_report(form, &facts, other);
    }
    let narrative = Narrative::of(&form, &tokens, &facts, tables.as_ref());
    let mut ret = Return::blank(&form, &facts.agency_name(), facts.year.unwrap_or_default());
    narrative.put_into(&mut ret);
    facts.put_into(&form, &narrative, &mut ret);
    ret.provenance = Some(Provenance {
        reader: source.reader.word().to_owned(),
        headings: narrative.headings.clone(),
        ..Provenance::default()
    });
    let mut doubts = facts.doubts.clone();
    let mut remarks = facts.remarks.clone();
    doubts.extend(narrative.doubts.iter().cloned());
    let mut found = Vec::new();
    let mut account = Account::default();
    let kind = match tables {
        Some(tables) if !tables.is_empty() => {
            let year = ret.header.year;
            let prose = Prose::find(&form, &narrative, year, &tokens, &tables.figures);
            for figure in tables.figures.iter().chain(&prose.figures) {
                ret.stated.set(figure.found.cell, figure.value.clone());
            }
            let figures = tables.figures.iter().chain(&prose.figures);
            found.extend(figures.map(|figure| figure.found.clone()));
            doubts.extend(tables.doubts.iter().cloned());
            doubts.extend(prose.doubts);
            remarks.extend(tables.remarks.iter().cloned());
            let accounting = Accounting {
                form: &form,
                tokens: &tokens,
                tables: &tables,
                narrative: &narrative,
                found: &found,
                doubts: &doubts,
                remarks: &remarks,
            };
            let accounted = accounting.accounted();
            account = Account {
                blank_totals: tables.blank_totals,
                ..accounted.account
            };
            doubts.extend(accounted.doubts);
            remarks.extend(accounted.remarks);
            doubts.extend(second_opinion::ask_texts(&form, &ret, &mut found));
            Kind::Tables
        }
        tables => {
            remarks.extend(tables.map(|_| Remark {
                text: "表格是空的，里面没有数字".to_owned(),
                spot: None,
            }));
            let prose = Prose::find(&form, &narrative, ret.header.year, &tokens, &[]);
            for figure in &prose.figures {
                ret.stated.set(figure.found.cell, figure.value.clone());
            }
            let kind = if prose.figures.is_empty() {
                Kind::NoFigures
            } else {
                Kind::Prose
            };
            found.extend(prose.figures.into_iter().map(|figure| figure.found));
            doubts.extend(prose.doubts);
            kind
        }
    };
    found.sort_by_key(|found| found.cell);
    doubts.sort_by_key(|doubt| doubt.spot.as_ref().map(|spot| spot.order()));
    if let Some(provenance) = &mut ret.provenance {
        provenance.doubts = doubts.iter().map(|doubt| doubt.open(&form)).collect();
    }
    Located {
        kind,
        form,
        ret,
        found,
        doubts,
        remarks,
        account,
    }
}

/// What is no report: nothing of it is read, and what isn't known of it is no doubt.
fn not_a_report(form: Arc<Form>, facts: &Facts, other: Other) -> Located {
    let mut ret = Return::blank(&form, &facts.institution, 0);
    facts.called.clone_into(&mut ret.header.title);
    Located {
        kind: Kind::NotReport(other),
        form,
        ret,
        found: Vec::new(),
        doubts: Vec::new(),
        remarks: Vec::new(),
        account: Account::default(),
    }
}

/// A figure read from a source.
#[derive(Clone, Debug)]
struct Figure {
    found: super::located::Found,
    value: crate::value::Value,
}
