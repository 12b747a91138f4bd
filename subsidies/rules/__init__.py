"""What is due: pure functions of facts and a dated rule set, no database, no clock."""
