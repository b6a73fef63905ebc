"""What the pool's tests have done in a rendering process."""

import os
import time

from vitrine.errors import NoPerson


def errands(argument):
    def errand(head, parts, report):
        match head["do"]:
            case "echo":
                report("half", 0.5)
                return argument, parts
            case "pid":
                return {}, [str(os.getpid()).encode()]
            case "refuse":
                raise NoPerson("photo")
            case "stumble":
                raise ValueError(parts[0])
            case "die":
                os._exit(3)
            case "sleep":
                report("sleeping", 0.1)
                time.sleep(60)

    return errand
