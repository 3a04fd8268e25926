"""What the owner of a levelling matrix should look at: every finding with its place and remedy.

The checks in ``queries/checks/`` say most of it, and `careergraph.lint.pairs` what SPARQL
cannot: which skills are worded alike. The name of a check is its code.
"""

from careergraph.lint.checks import lint, rules
from careergraph.lint.findings import SEVERITIES, Finding, Findings, Rule
from careergraph.lint.pairs import SIMILARITY

__all__ = ["SEVERITIES", "SIMILARITY", "Finding", "Findings", "Rule", "lint", "rules"]
