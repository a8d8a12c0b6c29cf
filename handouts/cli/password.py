"""Where a password comes from: an environment variable, so that it stands in no command line and no history."""

from __future__ import annotations

import os

from handouts.errors import InvalidData, UsageProblem, Where


def read_password(variable: str | None) -> str | None:
    """The password in the variable, checked before anything is made; None where no variable was named.

    Raises UsageProblem for a variable that is not set or without the extra, InvalidData for a poor password.
    """
    if variable is None:
        return None
    from handouts.pdf.seal import check_password, check_seal

    check_seal()
    password = os.environ.get(variable)
    if not password:
        hint = f"set it first, for example: read -s {variable} && export {variable}"
        raise UsageProblem(f"the environment variable {variable} holds no password", hint=hint)
    try:
        return check_password(password)
    except InvalidData as error:
        raise error.at(Where(field=variable)) from error
