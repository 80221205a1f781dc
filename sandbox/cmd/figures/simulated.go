package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

const examplesFolder = "examples"

// simulated brings every stack of every example up in a cloud of its own.
func simulated(ctx context.Context, _ settings) (string, error) {
	examples, err := figures.Examples(examplesFolder)
	if err != nil {
		return "", err
	}
	var all []figures.FirstDeployment
	for _, e := range examples {
		deployed, err := bringUp(ctx, e)
		if err != nil {
			return "", fmt.Errorf("%s, %s: %w", e.Name, e.Stack, err)
		}
		all = append(all, deployed...)
	}
	return figures.SimulatedTable(all), nil
}

// bringUp deploys an example after what it reads, and keeps what is its own.
func bringUp(ctx context.Context, e figures.Example) (own []figures.FirstDeployment, err error) {
	cloud := sandbox.New(sandbox.Options{})
	defer func() { err = errors.Join(err, cloud.Close()) }()
	all, err := figures.FirstDeployments(ctx, cloud, slices.Concat(e.Read, e.Own), figures.Secrets)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if slices.Contains(e.Own, d.Member) {
			d.Example = e.Name
			own = append(own, d)
		}
	}
	return own, nil
}

// deploys plans roll-outs of services on Fargate.
func deploys(context.Context, settings) (string, error) {
	plans, err := figures.RollOuts()
	if err != nil {
		return "", err
	}
	return figures.DeploysTable(plans), nil
}
