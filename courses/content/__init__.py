"""The shipped curriculum as files that people can read and compare: their form, loading, writing back."""
