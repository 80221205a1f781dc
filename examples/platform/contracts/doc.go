// Package contracts holds what the projects of the platform promise each other. Each project exports one of them and imports those of
// the projects below it; a team's own project imports them in the same way.
package contracts
