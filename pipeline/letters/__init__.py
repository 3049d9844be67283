"""The ground floor: letters, marks and lines, whatever document they stand in."""
