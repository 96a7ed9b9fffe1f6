/** The threads that read, convert and write files beside the one that drives them. */
package io.rank1.models.thread;
