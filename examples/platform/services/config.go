package main

import (
	"slices"

	"github.com/groundwork-go/groundwork/component"
)

// Settings is the object platform-services:platform. What a field accepts is left to the blocks, which know more than tags can say.
type Settings struct {
	CertificateARN string            `yaml:"certificate_arn" required:"true"`
	Services       []Service         `yaml:"services" required:"true"`
	AlarmTopicARN  string            `yaml:"alarm_topic_arn"`
	Profile        component.Profile `yaml:"profile"`
	Protect        bool              `yaml:"protect" default:"true"`
}

// The data stores by the names that services ask for them.
const (
	sessionsStore = "sessions"
	productsStore = "products"
)

// Service is one service; without a host it is a worker.
type Service struct {
	Name       string   `yaml:"name" required:"true" validate:"len=1..40,unique"`
	Image      string   `yaml:"image" required:"true"`
	CPU        int      `yaml:"cpu"`
	MemoryMB   int      `yaml:"memory_mb"`
	Count      int      `yaml:"count"`
	Port       int      `yaml:"port"`
	Host       string   `yaml:"host"`
	Paths      []string `yaml:"paths"`
	HealthPath string   `yaml:"health_path"`
	Uses       []string `yaml:"uses" validate:"unique,oneof=sessions|products"` // the data stores it may connect to
}

func (s Service) uses(store string) bool { return slices.Contains(s.Uses, store) }

// hosts are the names that the load balancer serves, each once.
func (s *Settings) hosts() []string {
	var all []string
	for _, service := range s.Services {
		if service.Host != "" {
			all = append(all, service.Host)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
