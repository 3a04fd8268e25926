"""Readers: a levelling matrix to Turtle, a release of a taxonomy to N-Triples.

::

    files     which format a file is in, its bytes within limits    -> Source
    delimited, markdown, html, xlsx, ods, tree    one format each   -> list of Table
    outline   headings over lists, of Markdown and HTML             -> list of Table
    families  nested job families, of YAML and JSON                 -> Table
    levels, cells    what one header or one cell says
    shapes    which table, which way round                          -> Matrix
    join      several files of one ladder                           -> Matrix
    graph     the matrix as a career graph in Turtle

    published    the files of a release, in zips or a folder, within limits
    esco_files, esco_tables, esco_concepts, esco_release    an ESCO download, checked -> Release
    onet_release, onet_tables, onet_database    an O*NET release, checked
    esco, isco, onet, soc, taxonomy    the release as a career graph in N-Triples
    preparation    hours per skill from Job Zones
"""
