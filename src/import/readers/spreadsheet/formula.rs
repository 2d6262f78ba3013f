//! Formulas whose values a file doesn't hold: the simple ones are computed from the cells of
//! their sheet, exactly.
//!
//! Simple are sums over cells and ranges, the four operations, brackets, numbers and references
//! to the same sheet. Everything else is not computed at all.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::workbook::Address;
use crate::workbook::formats::Format;

use super::Place;

/// The most brackets within each other in one formula.
const DEEPEST: usize = 32;
/// The most formulas of which each refers to the next.
const LONGEST_CHAIN: usize = 64;
/// The most cells that all sums of a sheet look at together.
const MOST_LOOKED_AT: usize = 400_000;
/// The most steps of one formula.
const MOST_STEPS: usize = 1_000;

/// A formula whose value may not be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import::readers) struct Formula {
    /// As people see it: `=SUM(B2:D2)`.
    pub text: String,
    /// What is done, operands first; `None` if it is not simple.
    steps: Option<Vec<Step>>,
    /// What its value is shown as.
    pub format: Format,
}

/// A step of a formula: it takes what the steps before it left, and leaves one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::readers) enum Step {
    Number(Decimal),
    Cell(Place),
    /// All cells between two corners; only a sum takes it.
    Range(Place, Place),
    Operation(Operation),
    Negate,
    Hundredth,
    /// Of so many operands.
    Sum(usize),
}

/// What is done with two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::readers) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operation {
    fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
        }
    }

    /// The value it makes; blank if both are. `None` if there is none.
    fn of(self, left: Value, right: Value) -> Option<Value> {
        if (left, right) == (Value::Blank, Value::Blank) {
            return Some(Value::Blank);
        }
        let (left, right) = (left.number(), right.number());
        let value = match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide => left.checked_div(right),
        };
        value.map(Value::Number)
    }
}

impl Formula {
    /// A formula as Excel writes it, without the sign before it; its relative references are
    /// moved by rows and columns.
    pub fn of_excel(text: &str, moved: (i64, i64), format: Format) -> Self {
        let text = text.trim().trim_start_matches('=');
        let steps = Parser::new(text, moved).formula();
        let is_as_written = moved == (0, 0);
        let text = match &steps {
            Some(steps) if !is_as_written => in_words(steps),
            _ => None,
        }
        .unwrap_or_else(|| format!("={text}"));
        Self {
            text,
            steps,
            format,
        }
    }

    /// A formula of OpenDocument: `of:=SUM([.B2:.D2];[.F2])`.
    pub fn of_open_document(text: &str) -> Self {
        let text = text.split_once('=').map_or(text, |(_, text)| text);
        let plain: String = text
            .replace("[.", "")
            .replace(":.", ":")
            .replace(']', "")
            .replace(';', ",");
        Self::of_excel(&plain, (0, 0), Format::Number)
    }

    /// A formula of known steps; `None` if they leave no value, or are far too many.
    pub fn of_steps(steps: Vec<Step>, format: Format) -> Option<Self> {
        if steps.len() > MOST_STEPS {
            return None;
        }
        Some(Self {
            text: in_words(&steps)?,
            steps: Some(steps),
            format,
        })
    }
}

/// The formula that steps are of.
fn in_words(steps: &[Step]) -> Option<String> {
    let mut stack: Vec<String> = Vec::new();
    for step in steps {
        let words = match step {
            Step::Number(number) => number.to_string(),
            Step::Cell(place) => name(*place),
            Step::Range(first, last) => format!("{}:{}", name(*first), name(*last)),
            Step::Negate => format!("-{}", bracketed(&stack.pop()?)),
            Step::Hundredth => format!("{}%", bracketed(&stack.pop()?)),
            Step::Sum(count) => {
                let operands = stack.split_off(stack.len().checked_sub(*count)?);
                format!("SUM({})", operands.join(","))
            }
            Step::Operation(operation) => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                let sign = operation.sign();
                match operation {
                    Operation::Add => format!("{left}{sign}{right}"),
                    Operation::Subtract => format!("{left}{sign}{}", bracketed(&right)),
                    Operation::Multiply | Operation::Divide => {
                        format!("{}{sign}{}", bracketed(&left), bracketed(&right))
                    }
                }
            }
        };
        stack.push(words);
    }
    Some(format!("={}", stack.pop()?))
}

/// An operand in brackets, unless it is a single word.
fn bracketed(operand: &str) -> String {
    if operand
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '.')
    {
        operand.to_owned()
    } else {
        format!("({operand})")
    }
}

/// `D5`
fn name((row, column): Place) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    loop {
        letters.push(char::from_digit(left % 26 + 10, 36).unwrap_or('?'));
        match (left / 26).checked_sub(1) {
            Some(next) => left = next,
            None => break,
        }
    }
    let letters: String = letters.iter().rev().collect();
    format!("{}{}", letters.to_uppercase(), u64::from(row) + 1)
}

/// Reads a formula.
struct Parser {
    characters: Vec<char>,
    at: usize,
    moved: (i64, i64),
    steps: Vec<Step>,
    depth: usize,
}

impl Parser {
    fn new(text: &str, moved: (i64, i64)) -> Self {
        let characters = text.chars().filter(|c| !c.is_whitespace());
        Self {
            characters: characters.collect(),
            at: 0,
            moved,
            steps: Vec::new(),
            depth: 0,
        }
    }

    fn formula(mut self) -> Option<Vec<Step>> {
        self.sum_of_terms()?;
        (self.at == self.characters.len()).then_some(self.steps)
    }

    fn next(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.next() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let rest = self.characters.iter().skip(self.at);
        let taken: String = rest.copied().take_while(|c| wanted(*c)).collect();
        self.at += taken.chars().count();
        taken
    }

    fn push(&mut self, step: Step) -> Option<()> {
        self.steps.push(step);
        (self.steps.len() <= MOST_STEPS).then_some(())
    }

    fn sum_of_terms(&mut self) -> Option<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        self.term()?;
        loop {
            let operation = match self.next() {
                Some('+') => Operation::Add,
                Some('-') => Operation::Subtract,
                _ => break,
            };
            self.at += 1;
            self.term()?;
            self.push(Step::Operation(operation))?;
        }
        self.depth -= 1;
        Some(())
    }

    fn term(&mut self) -> Option<()> {
        self.factor()?;
        loop {
            let operation = match self.next() {
                Some('*') => Operation::Multiply,
                Some('/') => Operation::Divide,
                _ => return Some(()),
            };
            self.at += 1;
            self.factor()?;
            self.push(Step::Operation(operation))?;
        }
    }

    fn factor(&mut self) -> Option<()> {
        let signs = self.take_while(|c| matches!(c, '+' | '-'));
        self.operand()?;
        while self.take('%') {
            self.push(Step::Hundredth)?;
        }
        if signs.matches('-').count() % 2 == 1 {
            self.push(Step::Negate)?;
        }
        Some(())
    }

    fn operand(&mut self) -> Option<()> {
        if self.take('(') {
            self.sum_of_terms()?;
            return self.take(')').then_some(());
        }
        if self.next()?.is_ascii_digit() {
            let digits = self.take_while(|c| c.is_ascii_digit() || c == '.');
            return self.push(Step::Number(digits.parse().ok()?));
        }
        let word = self.word();
        if word.eq_ignore_ascii_case("SUM") && self.take('(') {
            return self.sum();
        }
        let cell = self.place(&word)?;
        self.push(Step::Cell(cell))
    }

    fn sum(&mut self) -> Option<()> {
        let mut count = 0;
        loop {
            let begin = self.at;
            let first = self.word();
            if self.take(':') {
                let last = self.word();
                let (first, last) = (self.place(&first)?, self.place(&last)?);
                self.push(Step::Range(first, last))?;
            } else {
                self.at = begin;
                self.sum_of_terms()?;
            }
            count += 1;
            if self.take(')') {
                return self.push(Step::Sum(count));
            }
            if !self.take(',') {
                return None;
            }
        }
    }

    fn word(&mut self) -> String {
        self.take_while(|c| c.is_ascii_alphanumeric() || c == '$')
    }

    /// A reference: `B2`, `$B2`, `B$2`.
    fn place(&self, word: &str) -> Option<Place> {
        let (column, rest) = fixed(word);
        let digits = rest.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, row) = rest.split_at_checked(digits)?;
        let (row_is_fixed, row_digits) = fixed(row);
        let address = Address::read(&format!("{letters}{row_digits}"))?;
        let moved = |at: u32, is_fixed: bool, by: i64| {
            let by = if is_fixed { 0 } else { by };
            u32::try_from(i64::from(at).checked_add(by)?).ok()
        };
        Some((
            moved(address.row, row_is_fixed, self.moved.0)?,
            moved(address.column, column, self.moved.1)?,
        ))
    }
}

/// Whether a sign keeps a row or column where it is, and what stands behind the sign.
fn fixed(word: &str) -> (bool, &str) {
    match word.strip_prefix('$') {
        Some(rest) => (true, rest),
        None => (false, word),
    }
}

/// What formulas are computed from.
#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    formulas: &'a BTreeMap<Place, Formula>,
    numbers: &'a BTreeMap<Place, Decimal>,
    /// Texts, and all else that is no number: a sum passes over them.
    texts: &'a BTreeMap<Place, String>,
    /// What is known of formulas; `None` while one is being computed, and if it can't be.
    known: BTreeMap<Place, Option<Value>>,
    looked_at: usize,
}

/// What a step leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    /// Nothing stands there.
    Blank,
    Number(Decimal),
}

impl Value {
    /// What it counts in an operation.
    fn number(self) -> Decimal {
        match self {
            Self::Blank => Decimal::ZERO,
            Self::Number(number) => number,
        }
    }
}

impl<'a> Evaluator<'a> {
    pub fn new(
        formulas: &'a BTreeMap<Place, Formula>,
        numbers: &'a BTreeMap<Place, Decimal>,
        texts: &'a BTreeMap<Place, String>,
    ) -> Self {
        Self {
            formulas,
            numbers,
            texts,
            known: BTreeMap::new(),
            looked_at: 0,
        }
    }

    /// The value of the formula in a cell; `None` if it is not simple, refers to itself or to
    /// what can't be computed, or to nothing but blanks.
    pub fn value(&mut self, place: Place) -> Option<Decimal> {
        match self.cell(place, 0)? {
            Value::Number(number) => Some(number),
            Value::Blank => None,
        }
    }

    fn cell(&mut self, place: Place, depth: usize) -> Option<Value> {
        self.looked_at += 1;
        if self.looked_at > MOST_LOOKED_AT || depth > LONGEST_CHAIN {
            return None;
        }
        if let Some(number) = self.numbers.get(&place) {
            return Some(Value::Number(*number));
        }
        let formulas = self.formulas;
        let Some(formula) = formulas.get(&place) else {
            return (!self.texts.contains_key(&place)).then_some(Value::Blank);
        };
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        self.known.insert(place, None);
        let value = formula
            .steps
            .as_deref()
            .and_then(|steps| self.steps(steps, depth + 1));
        self.known.insert(place, value);
        value
    }

    fn steps(&mut self, steps: &[Step], depth: usize) -> Option<Value> {
        let mut stack: Vec<Value> = Vec::new();
        for step in steps {
            let value = match *step {
                Step::Number(number) => Value::Number(number),
                Step::Cell(place) => self.cell(place, depth)?,
                Step::Range(first, last) => self.range(first, last, depth)?,
                Step::Sum(count) => {
                    let operands = stack.split_off(stack.len().checked_sub(count)?);
                    sum(operands)?
                }
                Step::Negate => Value::Number(-stack.pop()?.number()),
                Step::Hundredth => {
                    let share = stack.pop()?.number();
                    Value::Number(share.checked_div(Decimal::ONE_HUNDRED)?)
                }
                Step::Operation(operation) => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    operation.of(left, right)?
                }
            };
            stack.push(value);
        }
        stack.pop()
    }

    /// The sum of the numbers between two opposite corners. Texts in it count nothing, as in every spreadsheet program;
    /// of formulas all have to be known.
    fn range(&mut self, first: Place, last: Place, depth: usize) -> Option<Value> {
        let columns = first.1.min(last.1)..=first.1.max(last.1);
        let all = (first.0.min(last.0), *columns.start())..=(first.0.max(last.0), *columns.end());
        let is_within = |place: &Place| columns.contains(&place.1);
        let (formulas, numbers) = (self.formulas, self.numbers);
        let mut total = Value::Blank;
        for (place, number) in numbers.range(all.clone()) {
            self.looked_at += 1;
            if self.looked_at > MOST_LOOKED_AT {
                return None;
            }
            if is_within(place) {
                total = sum([total, Value::Number(*number)])?;
            }
        }
        let is_open = |place: &Place| is_within(place) && !numbers.contains_key(place);
        for (place, _) in formulas.range(all).filter(|(place, _)| is_open(place)) {
            let value = self.cell(*place, depth)?;
            total = sum([total, value])?;
        }
        Some(total)
    }
}

/// The sum of values; blank if all are.
fn sum(values: impl IntoIterator<Item = Value>) -> Option<Value> {
    values
        .into_iter()
        .try_fold(Value::Blank, |total, value| Operation::Add.of(total, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row 1 holds 2, nothing, 0.5 and a text; the formulas stand below each other from A2 on.
    fn values(formulas: &[&str]) -> Vec<Option<String>> {
        let numbers = BTreeMap::from([((0, 0), Decimal::TWO), ((0, 2), Decimal::new(5, 1))]);
        let texts = BTreeMap::from([((0, 3), "规章".to_owned())]);
        let formulas: BTreeMap<Place, Formula> = (1..)
            .zip(formulas)
            .map(|(row, text)| ((row, 0), Formula::of_excel(text, (0, 0), Format::Number)))
            .collect();
        let mut evaluator = Evaluator::new(&formulas, &numbers, &texts);
        let places = formulas.keys();
        places
            .map(|place| Some(evaluator.value(*place)?.normalize().to_string()))
            .collect()
    }

    #[track_caller]
    fn one(formula: &str, expected: Option<&str>) {
        let expected = expected.map(str::to_owned);
        assert_eq!(values(&[formula]), [expected], "{formula}");
    }

    #[test]
    fn simple_formulas_are_computed_exactly() {
        one("SUM(A1:D1)", Some("2.5"));
        one("=SUM($D$1:$A$1)", Some("2.5"));
        one("SUM(A1, C1, 0.1)", Some("2.6"));
        one("A1+B1+C1", Some("2.5"));
        one("-(A1-C1)*4", Some("-6"));
        one("0.1+0.2", Some("0.3"));
        one("A1/C1", Some("4"));
        one("50%*A1", Some("1"));
        one("sum(sum(A1),1)", Some("3"));
    }

    #[test]
    fn nothing_is_made_of_what_is_not_simple_or_not_there() {
        for formula in [
            "",
            "B1",
            "SUM(B1)",
            "A1+D1",
            "A1/0",
            "A1/B1",
            "SUM(A1:",
            "VLOOKUP(A1,A1:D1,2)",
            "SUM(表2!A1)",
            "A1^2",
            "A1=2",
            "A1:C1",
            "\"甲\"",
            "SUM()",
            "SUM(A1,)",
            "A0",
            "A",
            "$",
            "99999999999999999999999999999999",
            "A2",
            "SUM(A1:A9)",
        ] {
            one(formula, None);
        }
        one(&"(".repeat(100_000), None);
        one(&format!("{}1{}", "(".repeat(40), ")".repeat(40)), None);
        one(&"1+".repeat(100_000), None);
    }

    #[test]
    fn formulas_refer_to_formulas_but_never_round() {
        assert_eq!(
            values(&["A3+1", "SUM(A1:C1)"]),
            [Some("3.5".to_owned()), Some("2.5".to_owned())]
        );
        assert_eq!(values(&["A3", "A2"]), [None, None]);
        let chain: Vec<String> = (3..200).map(|row| format!("A{row}+1")).collect();
        let chain: Vec<&str> = chain.iter().map(String::as_str).collect();
        assert_eq!(values(&chain).len(), 197);
    }

    #[test]
    fn shared_formulas_move_with_their_cells() {
        let formula = Formula::of_excel("SUM(B2:$D2,AA$1)", (3, 1), Format::Number);
        assert_eq!(formula.text, "=SUM(C5:D5,AB1)");
        assert_eq!(Formula::of_excel("A1", (-1, 0), Format::Number).steps, None);
        assert_eq!(
            Formula::of_open_document("of:=SUM([.B2:.D2];[.$F$2])").text,
            "=SUM(B2:D2,$F$2)"
        );
        assert!(Formula::of_open_document("of:=[$表.B2]").steps.is_none());
        assert!(
            Formula::of_open_document("of:=SUM([.B2:.D2];[.$F$2])")
                .steps
                .is_some()
        );
    }
}
