; A module that has nothing.
policy "test-constitution" flags=precedence
