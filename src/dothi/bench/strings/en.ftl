error-bench-unknown = There is no bench "{ $bench }"; there are: { $known }.
