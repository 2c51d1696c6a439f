"""How easily a ranker breaks: suites of perturbations, the audit that runs them, and why the worst cases broke."""
