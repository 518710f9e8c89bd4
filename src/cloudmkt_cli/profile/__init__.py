"""The vendor's file: model, validation, schema."""
