"""Read CSV files and Excel workbooks as tables."""
