"""CSV files and workbooks, read as tables of text."""
