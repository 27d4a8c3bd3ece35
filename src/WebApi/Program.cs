using RealTimeForum.WebApi.Start;

return await Startup.RunAsync(args);
