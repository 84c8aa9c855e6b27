"""What is refused."""


class Bad(ValueError):
    """What was read is refused, and why."""


class BadLine(Bad):
    """The number counts on through the segments: they are one sequence of lines."""

    def __init__(self, line, why):
        super().__init__(f"line {line}: {why}")
        self.line = line


def require(holds, why):
    if not holds:
        raise Bad(why)
