package main

import "github.com/groundwork-go/groundwork/component"

// Settings is the object aws-fargate:shop. What a field accepts is left to the blocks, which know more than tags can say.
type Settings struct {
	CIDR           string            `yaml:"cidr" required:"true"`
	Zones          []string          `yaml:"zones" required:"true"`
	CertificateARN string            `yaml:"certificate_arn" required:"true"`
	CacheVersion   string            `yaml:"cache_version" required:"true"`
	Services       []Service         `yaml:"services" required:"true"`
	KeyGeneration  int               `yaml:"key_generation"`
	AlarmTopicARN  string            `yaml:"alarm_topic_arn"`
	Profile        component.Profile `yaml:"profile"`
	Protect        bool              `yaml:"protect" default:"true"`
}

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
}
