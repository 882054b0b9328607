using System.Reflection;

namespace Multiprocessing.Repository.Tests;

/// <summary>The built assemblies of the product.</summary>
internal static class Product
{
    /// <summary>What users refer to.</summary>
    public static Assembly Main { get; } = typeof(MultiprocessingException).Assembly;

    /// <summary>The package for the generic host.</summary>
    public static Assembly Hosting { get; } = Assembly.Load("Multiprocessing.Hosting");

    /// <summary>The operating system below it.</summary>
    public static Assembly Platform { get; } = Assembly.Load("Multiprocessing.Platform");
}
