//! Tables for people: a line under the header, nothing else, at most as wide as the terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Row, Table, TableStyle};

use crate::output::Output;

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Where there is no terminal to ask, or one that says nonsense: some have no columns at all.
const WIDTH: u16 = 80;
const NARROWEST: u16 = 40;

/// An empty table. Its first column, the names, is never broken.
pub(crate) fn table(output: &Output, header: impl Into<Row>) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    if !output.colour {
        table.force_no_tty();
    }
    if table.width().is_none_or(|width| width < NARROWEST) {
        table.set_width(WIDTH);
    }
    if let Some(names) = table.column_mut(0) {
        names.set_constraint(ColumnConstraint::ContentWidth);
    }
    table
}
