"""Small patches that each break one mechanism behind a promise, and the test that dies of it."""
