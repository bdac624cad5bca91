package io.tandem.manager;

/// What stands for an object on the server, wherever it is: as an element it is the same object.
interface Managed {}
