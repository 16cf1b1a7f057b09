"""Sizes and times of the book and of gmmlib, measured against their budgets."""
