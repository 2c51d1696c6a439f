"""What changed: drift between two windows of the log, days unlike others, accounts unlike others, and limits kept."""
