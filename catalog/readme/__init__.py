"""A README read into plain data, and plain data written as a README. Pure: no Django here."""
