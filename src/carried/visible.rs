//! What is seen in an export.
