//! Tables for people: a line under the header, nothing else, at most as wide as the terminal.

use comfy_table::{ContentArrangement, LineStyle, Row, Table, TableStyle};

use crate::output::Output;

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Where there is no terminal to ask.
const WIDTH: u16 = 80;

/// An empty table.
pub(crate) fn table(output: &Output, header: impl Into<Row>) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    if !output.colour {
        table.force_no_tty();
    }
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    table
}
