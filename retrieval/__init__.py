"""Finding the answer in the plan: dense and lexical search, and how sure it is."""
