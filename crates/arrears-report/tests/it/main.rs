//! The report as a whole: what readers get, from figures as they come.

mod example;
mod page;
