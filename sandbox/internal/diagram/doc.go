// Package diagram draws which projects there are, what is in them, and which of them read what others export.
package diagram
