// The limit of card 7: a bare .NET program whose first line reads the clock.
long now = System.Diagnostics.Stopwatch.GetTimestamp();
Console.WriteLine(now.ToString(System.Globalization.CultureInfo.InvariantCulture));
