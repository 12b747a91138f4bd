"""A made-up district to try the product in: everything in it is marked 演示."""
