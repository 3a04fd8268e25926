"""Readers of levelling matrices: a file to tables, tables to a matrix, a matrix to Turtle.

::

    files     which format a file is in, its bytes within limits    -> Source
    delimited, markdown, html, xlsx, ods, tree    one format each   -> list of Table
    outline   headings over lists, of Markdown and HTML             -> list of Table
    families  nested job families, of YAML and JSON                 -> Table
    levels, cells    what one header or one cell says
    shapes    which table, which way round                          -> Matrix
    join      several files of one ladder                           -> Matrix
    graph     the matrix as a career graph in Turtle
"""
