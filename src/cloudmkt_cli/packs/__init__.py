"""Rule packs that users write: read as untrusted data, validated, and tested by their own cases."""
