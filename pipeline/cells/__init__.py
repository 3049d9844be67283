"""Duty and handling cells: paragraphs, headings, clauses; rows become items."""
