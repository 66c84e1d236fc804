"""Who takes what, at a cost that grows neither with the waiting tasks nor with the workers.

``index`` knows which workers have which value at which path of what expressions see of them, as
sets; ``selection`` makes an expression into algebra over these sets. ``roster`` adds who is free
and for how long, and ``admission`` whom each queue admits. ``backlog`` keeps the waiting tasks in
classes that want the same, each in order. ``matches`` brings the two sides together.

All of it follows from the records: ``core/indexes.py`` tells it what changed, also when a change is
undone, and nothing here is stored.
"""
