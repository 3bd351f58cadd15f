"""The helpers behind the notebooks: shapes, layers, pictures and explorers of convolutional networks.

Read the rooms from the bottom up, for each imports only from those before it:
``words``, ``arguments``, ``shapes``, ``filters``, ``layers``, ``networks``, ``digits``, ``data``,
``programs``, ``trained``, ``palette``, ``web``, ``files``, ``kept``, ``trace``, ``draw``, ``check``, ``explore``,
``predict``, ``arrange``, ``recall``.
"""
