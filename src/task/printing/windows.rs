//! Printing through Windows, which draws the PDF itself: no other program is needed.

use std::path::Path;

use winprint::printer::{FilePrinter, PrintOutcome, PrinterDevice, WinPdfPrinter};
use winprint::ticket::{
    Copies, FeatureOptionPackWithPredefined, PredefinedDuplexType, PrintCapabilities, PrintTicket,
    PrintTicketBuilder,
};

use crate::printing::{PrintError, PrintOrder, Printers, Sides};

pub fn find() -> Result<Printers, PrintError> {
    let devices = PrinterDevice::all().map_err(|_| PrintError::NoSystem)?;
    let names: Vec<String> = devices
        .iter()
        .map(|device| device.name().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    if names.is_empty() {
        return Err(PrintError::NoPrinter);
    }
    let default = PrinterDevice::user_default().ok().flatten();
    Ok(Printers {
        default: default
            .map(|device| device.name().to_owned())
            .filter(|name| names.contains(name)),
        names,
    })
}

pub fn send(order: &PrintOrder, path: &Path) -> Result<(), PrintError> {
    let device = device(order.printer.as_deref())?;
    let copies = order.copies.get();
    let (ticket, copies_in_ticket) = ticket(&device, copies, order.sides)?;
    let printer = WinPdfPrinter::new(device);
    // A driver that makes no copies gets the file so many times.
    let times = if copies_in_ticket { 1 } else { copies };
    for _ in 0..times {
        match printer.print(path, ticket.clone()) {
            Ok(PrintOutcome::Completed) => {}
            Ok(PrintOutcome::Canceled) => return Err(PrintError::Refused("已取消".to_owned())),
            Err(error) => return Err(refused(error)),
        }
    }
    Ok(())
}

fn device(name: Option<&str>) -> Result<PrinterDevice, PrintError> {
    let device = match name {
        Some(name) => PrinterDevice::all()
            .map_err(|_| PrintError::NoSystem)?
            .into_iter()
            .find(|device| device.name() == name),
        None => PrinterDevice::user_default().map_err(refused)?,
    };
    device.ok_or(PrintError::NoPrinter)
}

/// What the driver is told, and whether it makes the copies.
fn ticket(
    device: &PrinterDevice,
    copies: u16,
    sides: Sides,
) -> Result<(PrintTicket, bool), PrintError> {
    let mut builder = PrintTicketBuilder::new(device).map_err(refused)?;
    // A driver that says nothing about itself prints as it is set up.
    let capabilities = PrintCapabilities::fetch(device).ok();
    let most = capabilities
        .as_ref()
        .and_then(PrintCapabilities::max_copies);
    let in_ticket = copies == 1 || most.is_some_and(|most| most.0 >= copies);
    if in_ticket {
        builder.merge(Copies(copies)).map_err(refused)?;
    }
    let wanted = match sides {
        Sides::AsSetUp => None,
        Sides::One => Some(PredefinedDuplexType::OneSided),
        Sides::Two => Some(PredefinedDuplexType::TwoSidedLongEdge),
    };
    let duplex = capabilities.as_ref().and_then(|capabilities| {
        let mut offered = capabilities.duplexes();
        offered.find(|offered| wanted.is_some() && offered.as_predefined_name() == wanted)
    });
    if let Some(duplex) = duplex {
        builder.merge(duplex).map_err(refused)?;
    }
    Ok((builder.build().map_err(refused)?, in_ticket))
}

fn refused(error: impl std::error::Error) -> PrintError {
    PrintError::Refused(error.to_string())
}
