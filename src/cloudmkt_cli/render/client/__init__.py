"""Reports for clients: HTML, XLSX, CSV, Markdown."""
