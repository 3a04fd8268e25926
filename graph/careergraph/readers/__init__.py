"""Readers of levelling matrices, and of taxonomies.

A matrix goes from a file to tables, from tables to a matrix, from a matrix to Turtle.

::

    files     which format a file is in, its bytes within limits    -> Source
    delimited, markdown, html, xlsx, tree    one format each        -> list of Table
    levels, cells    what one header or one cell says
    shapes    which table, which way round                          -> Matrix
    graph     the matrix as a career graph in Turtle

A taxonomy's release is checked whole and then written as N-Triples.

::

    onet      O*NET's text release
    taxonomy  what the graph of every taxonomy has
    preparation, soc    hours per skill from Job Zones; groups of occupations
"""
