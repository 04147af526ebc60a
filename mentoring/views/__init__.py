"""What people see of a case, by area."""
