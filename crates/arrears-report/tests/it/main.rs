//! The report as a whole: what readers get, from figures as they come.

mod card;
mod example;
mod hostile;
mod markup;
mod page;
mod sparse;
mod style;
mod workbook;
