// Package ecstask makes what every block needs that runs containers on AWS Fargate: container definitions, the names of families, the
// sizes there are, and the documents of the roles that start tasks, that tasks have, and that schedules act with.
package ecstask
