//! Nothing to use: its tests give every fuzz target (`fuzz/`) what fuzzing kept, as every test run should.
